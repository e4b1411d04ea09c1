package io.stageline.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.stageline.embedded.EmbeddedBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The house as docs/architecture.md draws it.
class ArchitectureTest {
    private static final JavaClasses STAGELINE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.stageline");

    @Test
    void arrowsBetweenModulesPointDown() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("configuration")
                .definedBy("io.stageline.configuration..")
                .layer("change-log")
                .definedBy("io.stageline.changelog..")
                .layer("database")
                .definedBy("io.stageline.database..")
                .layer("conflict-checker")
                .definedBy("io.stageline.conflict..")
                .layer("capture")
                .definedBy("io.stageline.capture..")
                .layer("publisher")
                .definedBy("io.stageline.publisher..")
                .layer("embedded")
                .definedBy("io.stageline.embedded..")
                .layer("operator")
                .definedBy("io.stageline.operator..")
                .whereLayer("operator")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("embedded")
                .mayOnlyBeAccessedByLayers("operator")
                .whereLayer("capture")
                .mayOnlyBeAccessedByLayers("operator")
                .whereLayer("publisher")
                .mayOnlyBeAccessedByLayers("operator")
                .whereLayer("conflict-checker")
                .mayOnlyBeAccessedByLayers("operator", "publisher")
                .whereLayer("database")
                .mayOnlyBeAccessedByLayers("operator", "publisher", "capture", "conflict-checker")
                .whereLayer("change-log")
                .mayOnlyBeAccessedByLayers(
                        "operator", "publisher", "capture", "conflict-checker", "database")
                .whereLayer("configuration")
                .mayOnlyBeAccessedByLayers(
                        "operator",
                        "publisher",
                        "capture",
                        "conflict-checker",
                        "database",
                        "change-log")
                .check(STAGELINE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"capture", "publisher", "operator"})
    void roomsDoNotKnowEachOther(String module) {
        slices().matching("io.stageline." + module + ".(*)..")
                .should()
                .notDependOnEachOther()
                .check(STAGELINE);
    }

    @Test
    void onlyTheTailKnowsDebezium() {
        noClasses()
                .that(resideOutside("io.stageline.capture.tail.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.debezium..", "com.github.shyiko.."))
                .check(STAGELINE);
    }

    @Test
    void onlyTheChangeLogTopicKnowsKafka() {
        noClasses()
                .that(
                        resideOutside(
                                "io.stageline.changelog.topic..",
                                "io.stageline.embedded..",
                                "io.stageline.capture.tail.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.kafka..", "kafka.."))
                .check(STAGELINE);
    }

    @Test
    void ofKafkaTheTailKnowsOnlyTheValuesOfConnect() {
        noClasses()
                .that(resideInAPackage("io.stageline.capture.tail.."))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("org.apache.kafka..")
                                .and(
                                        DescribedPredicate.not(
                                                resideInAnyPackage(
                                                        "org.apache.kafka.connect..",
                                                        "org.apache.kafka.common.."))))
                .check(STAGELINE);
    }

    /// Kafka ends the process when its log cannot be written; the embedded broker only says so first.
    @Test
    void onlyTheMainEndsTheProcess() {
        DescribedPredicate<JavaClass> others =
                DescribedPredicate.not(
                        JavaClass.Predicates.belongToAnyOf(Stageline.class, EmbeddedBroker.class));
        noClasses()
                .that(others)
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(STAGELINE);
    }

    private static DescribedPredicate<JavaClass> resideOutside(String... packages) {
        return DescribedPredicate.not(resideInAnyPackage(packages));
    }
}
