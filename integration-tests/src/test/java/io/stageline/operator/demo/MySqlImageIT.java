package io.stageline.operator.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.testing.MySqlServers;
import io.stageline.testing.Servers;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/// What the demo says to Docker, answered by a script that starts this machine's own MySQL server as a container would.
class MySqlImageIT {
    private static final String DOCKER =
            """
            #!/bin/sh
            home=$(dirname "$0")
            said=$1
            shift
            case $said in
            image) [ "$1 $2" = "inspect mysql:9.7" ] ;;
            run)
                while :; do
                    case $1 in
                    --detach) shift ;;
                    --publish) [ "$2" = 127.0.0.1::3306 ] || exit 1; shift 2 ;;
                    --env) password=${2#MYSQL_ROOT_PASSWORD=}; shift 2 ;;
                    mysql:9.7) shift; break ;;
                    *) exit 1 ;;
                    esac
                done
                echo "ALTER USER root@localhost IDENTIFIED BY '$password'; CREATE USER root@'%' IDENTIFIED BY '$password'; GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;" >"$home/users"
                [ "$(id -u)" = 0 ] && root=--user=root
                set -- --no-defaults --datadir="$home/data" ${root:-} "$@"
                "@mysqld@" "$@" --initialize-insecure --init-file="$home/users" >"$home/log" 2>&1 || exit 1
                "@mysqld@" "$@" --port=@port@ --bind-address=127.0.0.1 --socket= --mysqlx=OFF --secure-file-priv=NULL --pid-file="$home/pid" >>"$home/log" 2>&1 </dev/null &
                echo box
                ;;
            port) [ "$1 $2" = "box 3306/tcp" ] && echo 127.0.0.1:@port@ ;;
            rm)
                [ "$*" = "--force --volumes box" ] || exit 1
                pid=$(cat "$home/pid")
                kill "$pid"
                while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
                ;;
            esac
            """;

    private static String docker() throws IOException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path docker = Servers.freshFolder("docker").resolve("docker");
        Files.writeString(
                docker,
                DOCKER.replace("@mysqld@", MySqlServers.program().path().toString())
                        .replace("@port@", Integer.toString(port)));
        Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwx------"));
        return docker.toString();
    }

    @Test
    void startsAServerWithTheShopAndRemovesIt() throws Exception {
        var image = new MySqlImage(docker(), "mysql:9.7");
        String url;
        String password;

        assertThat(image.isThere()).isTrue();
        try (DemoDatabase database = image.start()) {
            url = database.url();
            password = database.password();
            try (Connection connection =
                            DriverManager.getConnection(url, database.user(), password);
                    Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery(
                                    "SELECT count(*), @@binlog_row_metadata, @@gtid_mode FROM product")) {
                row.next();
                assertThat(row.getString(2)).isEqualTo("FULL");
                assertThat(row.getString(3)).isEqualTo("ON");
            }
        }

        Assertions.assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(url, "root", password));
    }

    @Test
    void seesThatAnImageOrDockerItselfIsMissing() throws IOException {
        assertThat(new MySqlImage(docker(), "mysql:5.7").isThere()).isFalse();
        assertThat(new MySqlImage("/nowhere/docker", "mysql:9.7").isThere()).isFalse();
    }
}
