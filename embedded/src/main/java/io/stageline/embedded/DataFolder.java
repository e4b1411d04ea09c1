package io.stageline.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// A server's data folder while we own it: nobody else starts a server on it until this is closed or the process ends.
///
/// Beside the server's files it holds `server.properties`: what must stay the same from start to start.
final class DataFolder implements AutoCloseable {
    static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final String LOCK = "server.lock";
    private static final String PROPERTIES = "server.properties";

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static DataFolder own(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        FileChannel channel = null;
        try {
            Files.createDirectories(path);
            channel = FileChannel.open(path.resolve(LOCK), CREATE, READ, WRITE);
            if (channel.tryLock() == null) {
                throw inUse(path, channel);
            }
            // The lock file names its owner, for the message of the process that comes second.
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)),
                    0);
            return new DataFolder(path, channel);
        } catch (OverlappingFileLockException e) {
            throw inUse(path, channel);
        } catch (IOException e) {
            closeQuietly(channel);
            throw new EmbeddedServerException("The data folder cannot be written", path, e);
        }
    }

    /// The properties of a folder that a living process owns. Only looks: taking the lock to find out could stop that process's
    /// successor from starting.
    static Optional<Properties> propertiesOfRunning(Path folder) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve(PROPERTIES), UTF_8)) {
            long owner = Long.parseLong(Files.readString(folder.resolve(LOCK)).strip());
            properties.load(reader);
            return ProcessHandle.of(owner).isPresent() ? Optional.of(properties) : Optional.empty();
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty(); // no server was ever here
        }
    }

    private static EmbeddedServerException inUse(Path path, @Nullable FileChannel channel) {
        String owner;
        try {
            owner = "process " + Files.readString(path.resolve(LOCK));
        } catch (IOException e) {
            owner = "another process";
        }
        closeQuietly(channel);
        return new EmbeddedServerException("The data folder is in use", path, "by " + owner);
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    Properties properties() {
        var properties = new Properties();
        Path file = path.resolve(PROPERTIES);
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new EmbeddedServerException("The data folder cannot be read", path, e);
            }
        }
        return properties;
    }

    /// Replaces the properties in one step: a crash leaves the old ones or the new ones.
    void keep(Properties properties) {
        Path fresh = path.resolve(PROPERTIES + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, OWNER_ONLY); // a password may be among them
            try (Writer writer = Files.newBufferedWriter(fresh, UTF_8)) {
                properties.store(
                        writer, "Written by Stageline; the server in this folder needs it");
            }
            Files.move(fresh, path.resolve(PROPERTIES), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EmbeddedServerException("The data folder cannot be written", path, e);
        }
    }

    @Override
    public void close() {
        closeQuietly(lock);
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The lock goes with the process at the latest.
        }
    }
}
