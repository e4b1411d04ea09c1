package io.stageline.configuration;

import java.util.regex.Pattern;

/// Hides credentials in text that is no [Secret]: in URLs, and in the pass-through properties of others.
final class Mask {
    private static final Pattern SECRET_KEY =
            Pattern.compile(
                    "(?i).*(password|passwd|pwd|passphrase|secret|token|credential|jaas|private|api.?key).*");
    private static final Pattern ASSIGNED =
            Pattern.compile(
                    "(?i)((?:password|passwd|pwd|passphrase|secret|token)\\s*=\\s*)(\"[^\"]*\"|[^&;\\s\"]+)");
    private static final Pattern USER_INFO = Pattern.compile("(//[^/@:\\s]*:)[^/\\s]+@");

    private Mask() {}

    static String credentialsIn(String text) {
        String assigned = ASSIGNED.matcher(text).replaceAll("$1" + Secret.MASK);
        return USER_INFO.matcher(assigned).replaceAll("$1" + Secret.MASK + "@");
    }

    static String property(String key, String value) {
        return SECRET_KEY.matcher(key).matches() ? Secret.MASK : credentialsIn(value);
    }
}
