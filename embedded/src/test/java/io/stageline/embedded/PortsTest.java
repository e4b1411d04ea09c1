package io.stageline.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void keepsThePortItHadWhileItIsFree() throws Exception {
        int before = Ports.freePort(0);

        assertThat(Ports.freePort(before)).isEqualTo(before);
    }

    @Test
    void takesAnotherPortWhenSomebodyTookTheOneItHad() throws Exception {
        try (var somebody = new ServerSocket(0, 1, InetAddress.ofLiteral(Ports.HOST))) {
            assertThat(Ports.freePort(somebody.getLocalPort()))
                    .isNotEqualTo(somebody.getLocalPort());
        }
    }
}
