package io.stageline.pipeline;

import io.stageline.testing.RealDatabase;
import io.stageline.testing.ServerKind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every built-in type of PostgreSQL 18 and of MySQL with its edges, and what users make of them, arrives equal to the last bit. One family
/// of types with `-Dstageline.types=NAME`.
class TypeMatrixIT {
    private static final Logger log = LoggerFactory.getLogger(TypeMatrixIT.class);

    @TestFactory
    Stream<DynamicTest> families() {
        return wanted(ServerKind.POSTGRES)
                .map(family -> DynamicTest.dynamicTest(family.name(), () -> publish(family)));
    }

    @TestFactory
    Stream<DynamicTest> familiesOfMySql() {
        return wanted(ServerKind.MYSQL)
                .map(family -> DynamicTest.dynamicTest(family.name(), () -> publishMySql(family)));
    }

    private static Stream<TypeFamily> wanted(ServerKind kind) {
        String wanted = System.getProperty("stageline.types", "");
        return TypeFamily.all(kind).filter(family -> family.name().startsWith(wanted));
    }

    private static void publishMySql(TypeFamily family) throws SQLException {
        try (Pipeline pipeline = Pipeline.of(ServerKind.MYSQL, "", "", Pipeline.PUBLIC)) {
            List<MySqlTypeTables> tables = new ArrayList<>();
            for (TypeFamily.MatrixType type : family.types()) {
                var each = new MySqlTypeTables(tables.size(), type);
                each.create(pipeline.staging());
                each.create(pipeline.production());
                tables.add(each);
            }
            pipeline.start();

            for (MySqlTypeTables each : tables) {
                each.change(pipeline.staging());
            }

            pipeline.awaitPublished();
            pipeline.assertEqual();
            pipeline.audit();
        }
    }

    private static void publish(TypeFamily family) throws SQLException {
        try (Pipeline pipeline = Pipeline.of(family.setup(), family.setup(), Pipeline.PUBLIC)) {
            List<TypeTables> tables = create(family, pipeline);
            pipeline.start();

            for (TypeTables each : tables) {
                each.change(pipeline.staging());
            }

            pipeline.awaitPublished();
            pipeline.assertEqual();
            pipeline.audit();
        }
    }

    private static List<TypeTables> create(TypeFamily family, Pipeline pipeline)
            throws SQLException {
        List<TypeTables> tables = new ArrayList<>();
        for (TypeFamily.MatrixType type : family.types()) {
            if (type.extension().isPresent()
                    && !(provides(pipeline.staging(), type.extension().get())
                            && provides(pipeline.production(), type.extension().get()))) {
                log.atWarn()
                        .addKeyValue("type", type.type())
                        .addKeyValue("extension", type.extension().get())
                        .log("Not tested: the server does not have the extension");
                continue;
            }
            var each = new TypeTables(tables.size(), type);
            each.create(pipeline.staging());
            each.create(pipeline.production());
            tables.add(each);
        }
        return tables;
    }

    private static boolean provides(RealDatabase database, String extension) {
        boolean available =
                database.value(
                                "SELECT count(*) FROM pg_available_extensions WHERE name = '%s'"
                                        .formatted(extension))
                        .equals("1");
        if (available) {
            database.execute("CREATE EXTENSION IF NOT EXISTS " + extension);
        }
        return available;
    }
}
