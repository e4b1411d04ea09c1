package io.stageline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Libraries that would fight each other in one process are there once.
class ClassPathTest {
    @Test
    void hasOneJackson() {
        assertThat(holders("tools/jackson/core/JsonFactory.class")).isEmpty();
        assertThat(holders("com/fasterxml/jackson/core/JsonFactory.class")).hasSize(1);
        assertThat(versions("jackson-core", "jackson-databind", "jackson-dataformat"))
                .hasSize(1)
                .allMatch(version -> version.startsWith("2."));
    }

    @Test
    void hasOneWayToLog() {
        assertThat(holders("META-INF/services/org.slf4j.spi.SLF4JServiceProvider")).hasSize(1);
        assertThat(holders("org/slf4j/impl/StaticLoggerBinder.class")).isEmpty();
        assertThat(holders("org/apache/logging/log4j/core/LoggerContext.class")).isEmpty();
        assertThat(holders("org/apache/log4j/Logger.class")).isEmpty();
    }

    @Test
    void hasTheLz4ThatIsMaintained() {
        assertThat(jars())
                .noneMatch(jar -> jar.startsWith("lz4-java-1.8") || jar.startsWith("lz4-1."));
        assertThat(holders("net/jpountz/lz4/LZ4Factory.class")).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void hasNoWebServer() {
        assertThat(jars()).noneMatch(jar -> jar.startsWith("jetty-") || jar.startsWith("jersey-"));
    }

    /// The jars that bring a class or resource.
    private static List<URL> holders(String resource) {
        try {
            return Collections.list(ClassPathTest.class.getClassLoader().getResources(resource));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> jars() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(path -> new File(path).getName())
                .filter(name -> name.endsWith(".jar"))
                .toList();
    }

    private static Set<String> versions(String... beginnings) {
        return jars().stream()
                .filter(jar -> Stream.of(beginnings).anyMatch(jar::startsWith))
                .map(jar -> jar.replaceFirst(".*-(\\d[^-]*)\\.jar", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
