package dev.movex.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Keeps the rooms of the house apart: who may import whom, and what nobody may use. */
@AnalyzeClasses(packages = "dev.movex", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String CORE = "dev.movex.core..";
    private static final String DOUBLE_WRITE = "dev.movex.doublewrite..";
    private static final String SCHEDULER = "dev.movex.scheduler..";
    private static final String ZOOKEEPER = "dev.movex.zookeeper..";
    private static final String KAFKA = "dev.movex.kafka..";
    private static final String DEBEZIUM = "dev.movex.debezium..";
    private static final String SPRING_BOOT = "dev.movex.springboot..";
    private static final String SERVER = "dev.movex.server..";
    private static final String CLI = "dev.movex.cli..";
    private static final String BENCHMARKS = "dev.movex.benchmarks..";
    private static final String TESTKIT = "dev.movex.testkit..";

    private ArchitectureTest() {}

    @ArchTest
    static final ArchRule coreImportsNoOtherModule = room(CORE);

    @ArchTest
    static final ArchRule doubleWriteImportsCore = room(DOUBLE_WRITE, CORE);

    @ArchTest
    static final ArchRule schedulerImportsCore = room(SCHEDULER, CORE);

    @ArchTest
    static final ArchRule zooKeeperStaysInItsRoom = noClasses()
            .that()
            .resideOutsideOfPackage(ZOOKEEPER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.zookeeper..", "org.apache.curator..");

    @ArchTest
    static final ArchRule springBootImportsDoubleWriteAndScheduler = room(SPRING_BOOT, CORE, DOUBLE_WRITE, SCHEDULER);

    @ArchTest
    static final ArchRule kafkaImportsCore = room(KAFKA, CORE);

    @ArchTest
    static final ArchRule debeziumImportsCore = room(DEBEZIUM, CORE);

    @ArchTest
    static final ArchRule debeziumStaysInItsRoom = noClasses()
            .that()
            .resideOutsideOfPackage(DEBEZIUM)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.debezium..", "org.apache.kafka.connect..");

    @ArchTest
    static final ArchRule serverImportsSpringBootKafkaAndDebezium =
            room(SERVER, CORE, DOUBLE_WRITE, SCHEDULER, SPRING_BOOT, KAFKA, DEBEZIUM);

    @ArchTest
    static final ArchRule testKitImportsCore = room(TESTKIT, CORE);

    @ArchTest
    static final ArchRule benchmarksImportWhatTheyMeasure =
            room(BENCHMARKS, CORE, DOUBLE_WRITE, SCHEDULER, KAFKA, TESTKIT);

    /** What judges Movex must not be built of it. */
    @ArchTest
    static final ArchRule ledgerKnowsNothingOfMovex = room("dev.movex.testkit.ledger..");

    @ArchTest
    static final ArchRule shopKnowsNothingOfMovexButTheLedger =
            room("dev.movex.testkit.shop..", "dev.movex.testkit.ledger..");

    @ArchTest
    static final ArchRule coreUsesFewLibraries = classes()
            .that()
            .resideInAPackage(CORE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    CORE,
                    "java..",
                    "javax.sql..",
                    "org.slf4j..",
                    "org.jspecify..",
                    "io.micrometer..",
                    "tools.jackson..",
                    "com.fasterxml.jackson.annotation..",
                    "org.postgresql..",
                    "org.mariadb.jdbc..",
                    "com.mysql.cj..");

    @ArchTest
    static final ArchRule kafkaStaysInItsRooms = noClasses()
            .that()
            .resideOutsideOfPackages(KAFKA, DEBEZIUM, TESTKIT, BENCHMARKS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "kafka..");

    @ArchTest
    static final ArchRule springStaysInItsRooms = noClasses()
            .that()
            .resideOutsideOfPackages(SPRING_BOOT, SERVER)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule validationCallsNoOtherWorker = noClasses()
            .that()
            .resideInAPackage("dev.movex.core.validate..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.movex.core.copy..", "dev.movex.core.repair..");

    @ArchTest
    static final ArchRule repairCallsNoOtherWorker = noClasses()
            .that()
            .resideInAPackage("dev.movex.core.repair..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.movex.core.copy..", "dev.movex.core.validate..");

    /** The copy hands keys to whatever repairs them, and knows the interface and its records alone. */
    @ArchTest
    static final ArchRule copyCallsNoOtherWorker = noClasses()
            .that()
            .resideInAPackage("dev.movex.core.copy..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.movex.core.validate..", "dev.movex.core.repair..")
                    .and(DescribedPredicate.not(nameMatching(
                            "dev\\.movex\\.core\\.repair\\.(KeyRepair|KeyOutcome|RepairResult)(\\$.*)?"))));

    @ArchTest
    static final ArchRule packagesOfCoreHaveNoCycles =
            slices().matching("dev.movex.core.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule timeComesFromWhatWasPassedIn = noClasses()
            // a benchmark's generated harness waits as it likes
            .that(DescribedPredicate.not(resideInAnyPackage(CLI, "..jmh_generated..")))
            .and()
            .haveSimpleNameNotEndingWith("Clock")
            .and()
            .haveSimpleNameNotEndingWith("Pauser")
            .should()
            .callMethodWhere(callOf(Thread.class, "sleep")
                    .or(callOf(TimeUnit.class, "sleep"))
                    .or(callOf(System.class, "currentTimeMillis"))
                    .or(callOf(Instant.class, "now").and(withoutArguments())));

    @ArchTest
    static final ArchRule onlyTheCommandPrints =
            noClasses().that().resideOutsideOfPackage(CLI).should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

    /** Classes of a package may use their own, the named ones, and what is not Movex's. */
    private static ArchRule room(String own, String... others) {
        DescribedPredicate<JavaClass> foreign = resideInAPackage("dev.movex..")
                .and(DescribedPredicate.not(resideInAPackage(own)))
                .and(DescribedPredicate.not(resideInAnyPackage(others)));
        return noClasses().that().resideInAPackage(own).should().dependOnClassesThat(foreign);
    }

    private static DescribedPredicate<JavaCall<?>> callOf(Class<?> type, String method) {
        return DescribedPredicate.describe(
                "calls " + type.getSimpleName() + "." + method,
                call -> call.getTargetOwner().isEquivalentTo(type)
                        && call.getName().equals(method));
    }

    private static DescribedPredicate<JavaCall<?>> withoutArguments() {
        return DescribedPredicate.describe(
                "without arguments",
                call -> call.getTarget().getRawParameterTypes().isEmpty());
    }
}
