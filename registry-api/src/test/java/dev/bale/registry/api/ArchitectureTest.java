package dev.bale.registry.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Entity;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ext.Provider;

/** Who may know whom. */
@AnalyzeClasses(packages = "dev.bale", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String API = "dev.bale.registry.api..";

    private static final DescribedPredicate<JavaClass> STORAGE = DescribedPredicate.describe(
            "a repository or what signs and talks to object storage",
            type -> type.getSimpleName().endsWith("Repository")
                    || type.getName().equals("dev.bale.registry.db.Database")
                    || type.getPackageName().equals("dev.bale.presign"));

    @ArchTest
    static final ArchRule a_resource_sees_no_repository_and_no_storage =
            noClasses().that().areAnnotatedWith(Path.class).should().dependOnClassesThat(STORAGE);

    @ArchTest
    static final ArchRule a_resource_is_named_so = classes()
            .that()
            .areAnnotatedWith(Path.class)
            .should()
            .haveSimpleNameEndingWith("Resource")
            .andShould()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule a_use_case_knows_nothing_of_http = noClasses()
            .that()
            .resideInAPackage(API)
            .and()
            .areAnnotatedWith(ApplicationScoped.class)
            .and()
            .areNotAnnotatedWith(Provider.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "org.jboss.resteasy..");

    @ArchTest
    static final ArchRule nobody_but_resources_calls_a_resource = classes()
            .that()
            .areAnnotatedWith(Path.class)
            .should()
            .onlyHaveDependentClassesThat(DescribedPredicate.describe(
                    "are the resource or its own records",
                    type -> type.getName().contains("Resource")));

    @ArchTest
    static final ArchRule features_form_no_cycles =
            slices().matching("dev.bale.registry.api.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule entities_stay_where_the_database_is = classes()
            .that()
            .areAnnotatedWith(Entity.class)
            .should()
            .resideInAPackage("dev.bale.registry.db..")
            .andShould()
            .haveSimpleNameEndingWith("Entity")
            .andShould()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule the_service_knows_no_entity = noClasses()
            .that()
            .resideInAPackage(API)
            .should()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("Entity");

    @ArchTest
    static final ArchRule the_database_knows_neither_storage_nor_service = noClasses()
            .that()
            .resideInAPackage("dev.bale.registry.db..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(API, "dev.bale.presign..");

    @ArchTest
    static final ArchRule the_storage_knows_neither_database_nor_service = noClasses()
            .that()
            .resideInAPackage("dev.bale.presign..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(API, "dev.bale.registry.db..");

    @ArchTest
    static final ArchRule the_format_knows_nobody = noClasses()
            .that()
            .resideInAPackage("dev.bale.manifest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.bale.registry..", "dev.bale.presign..", "jakarta..", "io.quarkus..");
}
