package io.stageline.embedded;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Passwords that nobody has to type.
final class Passwords {
    private Passwords() {}

    static String random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
