package io.stageline.operator.demo;

import io.stageline.embedded.MySqlProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Which databases the demo plays with, and where they come from.
public sealed interface DemoKind {
    /// As people call it.
    String product();

    /// Starts staging or production, or finds it.
    ///
    /// @param folder for its data
    DemoDatabase start(Role role, Path folder) throws Exception;

    /// One of the two.
    enum Role {
        STAGING,
        PRODUCTION
    }

    /// The servers that Stageline brings along.
    static DemoKind postgres() {
        return new Postgres();
    }

    /// MySQL servers: the named ones, else of the named program, else what this machine has.
    ///
    /// @param urls staging's and production's, or none
    /// @throws IllegalArgumentException if there is no MySQL here; the message says what to do
    static DemoKind mySql(List<String> urls, Optional<Path> program) {
        if (!urls.isEmpty()) {
            return given(urls.getFirst(), urls.getLast());
        }
        Optional<MySqlProgram> found =
                program.isPresent() ? program.flatMap(MySqlProgram::at) : MySqlProgram.find();
        if (found.isPresent()) {
            return new Program(found.get());
        }
        if (program.isPresent()) {
            throw new IllegalArgumentException(
                    program.get() + " is no program of a MySQL server, 8.4 or newer");
        }
        if (MySqlImage.USUAL.isThere()) {
            return new Image(MySqlImage.USUAL);
        }
        throw new IllegalArgumentException(
                """
                There is no MySQL server here. One of these helps:
                  install MySQL 8.4 or newer (mysqld on the path; MariaDB's is another)
                  name its program: --mysqld FILE, or STAGELINE_MYSQLD in the environment
                  docker pull %s
                  name two running servers: --mysql-servers URL,URL
                """
                        .formatted(MySqlImage.USUAL.name())
                        .strip());
    }

    /// A database has the same name in staging and production: one server cannot be both.
    private static DemoKind given(String staging, String production) {
        if (GivenMySql.place(staging).equals(GivenMySql.place(production))) {
            throw new IllegalArgumentException(
                    "Staging and production are to be two servers: " + GivenMySql.place(staging));
        }
        return new Given(staging, production);
    }

    record Postgres() implements DemoKind {
        @Override
        public String product() {
            return "PostgreSQL";
        }

        @Override
        public DemoDatabase start(Role role, Path folder) throws Exception {
            return PostgresDemo.start(folder);
        }
    }

    record Program(MySqlProgram program) implements DemoKind {
        @Override
        public String product() {
            return "MySQL " + program.version();
        }

        @Override
        public DemoDatabase start(Role role, Path folder) throws Exception {
            return MySqlDemo.start(program, folder);
        }
    }

    record Image(MySqlImage image) implements DemoKind {
        @Override
        public String product() {
            return "MySQL in containers of " + image.name();
        }

        @Override
        public DemoDatabase start(Role role, Path folder) throws Exception {
            return image.start();
        }
    }

    record Given(String staging, String production) implements DemoKind {
        @Override
        public String product() {
            return "the named MySQL servers";
        }

        @Override
        public DemoDatabase start(Role role, Path folder) throws Exception {
            return GivenMySql.open(
                    switch (role) {
                        case STAGING -> staging;
                        case PRODUCTION -> production;
                    });
        }
    }
}
