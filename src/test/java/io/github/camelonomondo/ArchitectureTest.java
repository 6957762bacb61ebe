package io.github.camelonomondo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages go one way. */
@AnalyzeClasses(packages = "io.github.camelonomondo", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ARROWS_GO_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("boot")
            .definedBy("..camelonomondo.boot..")
            .layer("rest")
            .definedBy("..camelonomondo.rest..")
            .layer("component")
            .definedBy("..camelonomondo.component..")
            .layer("commands")
            .definedBy("..camelonomondo.commands..")
            .layer("changes")
            .definedBy("..camelonomondo.changes..")
            .layer("kafka")
            .definedBy("..camelonomondo.kafka..")
            .layer("api")
            .definedBy("..camelonomondo.api..")
            .layer("sim")
            .definedBy("..camelonomondo.sim..")
            .whereLayer("boot")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("rest")
            .mayOnlyBeAccessedByLayers("boot")
            .whereLayer("component")
            .mayOnlyBeAccessedByLayers("boot", "rest")
            .whereLayer("commands")
            .mayOnlyBeAccessedByLayers("boot", "rest")
            .whereLayer("changes")
            .mayOnlyBeAccessedByLayers("boot", "component")
            .whereLayer("kafka")
            .mayOnlyBeAccessedByLayers("boot", "rest", "commands", "changes")
            .whereLayer("api")
            .mayOnlyBeAccessedByLayers("boot", "rest", "component", "commands", "changes")
            .because("a newcomer must be able to read the packages from the bottom up; move the class, not the rule");

    @ArchTest
    static final ArchRule COMMANDS_ARE_READ_WORKED_ON_AND_TOLD_OF = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("batch")
            .definedBy("..camelonomondo.commands")
            .layer("work")
            .definedBy("..camelonomondo.commands.work")
            .layer("result")
            .definedBy("..camelonomondo.commands.result")
            .layer("parse")
            .definedBy("..camelonomondo.commands.parse")
            .whereLayer("batch")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("work")
            .mayOnlyBeAccessedByLayers("batch")
            .whereLayer("result")
            .mayOnlyBeAccessedByLayers("batch", "work")
            .because("what a SIM still has to get is known without a batch, and what a command says without either");

    @ArchTest
    static final ArchRule CHANGES_ARE_FOUND_BY_SCANS_AND_WRITTEN_BY_THE_JOURNAL = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("journal")
            .definedBy("..camelonomondo.changes.journal")
            .layer("scan")
            .definedBy("..camelonomondo.changes.scan")
            .layer("fleet")
            .definedBy("..camelonomondo.changes")
            .layer("compare")
            .definedBy("..camelonomondo.changes.compare")
            .whereLayer("journal")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("scan")
            .mayOnlyBeAccessedByLayers("journal")
            .whereLayer("fleet")
            .mayOnlyBeAccessedByLayers("journal", "scan")
            .because("what differs is known without scans, and where changes are kept is no matter of a scan");

    @ArchTest
    static final ArchRule ORDERS_AND_BATCHES_KNOW_NOTHING_OF_EACH_OTHER = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("control")
            .definedBy("..camelonomondo.kafka.control")
            .layer("kafka")
            .definedBy("..camelonomondo.kafka")
            .layer("consumer")
            .definedBy("..camelonomondo.kafka.consumer")
            .whereLayer("control")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("kafka")
            .mayOnlyBeAccessedByLayers("control")
            .whereLayer("consumer")
            .mayOnlyBeAccessedByLayers("kafka")
            .because("each can be read alone");

    /** Neither that of Apache nor ours, nor what needs it. */
    @ArchTest
    static final ArchRule THE_LIBRARY_DOES_WITHOUT_KAFKA = noClasses()
            .that()
            .resideInAnyPackage(
                    "..camelonomondo.component..",
                    "..camelonomondo.changes",
                    "..camelonomondo.changes.compare",
                    "..camelonomondo.changes.scan",
                    "..camelonomondo.api..",
                    "..camelonomondo.sim..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "org.apache.camel.component.kafka..",
                    "..camelonomondo.kafka..",
                    "..camelonomondo.commands..",
                    "..camelonomondo.changes.journal..")
            .because("whoever has onomondo: in a route of their own may have no Kafka");

    @ArchTest
    static final ArchRule SIMS_ARE_PLAIN_JAVA = noClasses()
            .that()
            .resideInAPackage("..camelonomondo.sim..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", "org.jspecify..", "..camelonomondo.sim..");

    @ArchTest
    static final ArchRule ONLY_BOOT_KNOWS_SPRING = noClasses()
            .that()
            .resideOutsideOfPackages("..camelonomondo.boot..", "..springboot..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule KAFKA_DOES_NOT_KNOW_THE_API = noClasses()
            .that()
            .resideInAPackage("..camelonomondo.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..camelonomondo.api..", "..camelonomondo.sim..");

    @ArchTest
    static final ArchRule NOTHING_PRINTS_OR_USES_OLD_DATES = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Date")
            .orShould()
            .accessField(System.class, "out");
}
