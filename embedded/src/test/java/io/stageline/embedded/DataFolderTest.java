package io.stageline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir Path folder;

    @Test
    void belongsToOneServerAtATime() {
        try (DataFolder first = DataFolder.own(folder)) {
            assertThat(first.path()).isEqualTo(folder);
            assertThatThrownBy(() -> DataFolder.own(folder))
                    .hasMessage(
                            "The data folder is in use: %s: by process %d",
                            folder, ProcessHandle.current().pid());
        }
    }

    @Test
    void isFreeAgainAfterItsServerHasStopped() {
        DataFolder.own(folder).close();

        try (DataFolder second = DataFolder.own(folder)) {
            assertThat(second.properties()).isEmpty();
        }
    }

    @Test
    void keepsPropertiesFromItsOwnersEyesOnly() throws Exception {
        var properties = new Properties();
        properties.setProperty("password", "secret");
        try (DataFolder owned = DataFolder.own(folder)) {
            owned.keep(new Properties());

            owned.keep(properties);

            assertThat(owned.properties()).isEqualTo(properties);
            assertThat(Files.getPosixFilePermissions(folder.resolve("server.properties")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void tellsThatItCannotBeWritten() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> DataFolder.own(file.resolve("data")))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageStartingWith(
                        "The data folder cannot be written: " + file.resolve("data"));
    }
}
