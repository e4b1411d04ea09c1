package io.stageline.configuration;

/// A value that is never printed: a password, a key. Only [#reveal()] gives it away, to the one call that needs it.
public final class Secret {
    static final String MASK = "******";

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
