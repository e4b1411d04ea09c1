package io.stageline.capture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final JavaClasses CAPTURE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.stageline.capture");

    @Test
    void roomsDoNotKnowEachOther() {
        slices().matching("..capture.(*)..").should().notDependOnEachOther().check(CAPTURE);
    }

    @Test
    void onlyTheTailKnowsDebezium() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..capture.tail..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.debezium..", "com.github.shyiko..")
                .check(CAPTURE);
    }
}
