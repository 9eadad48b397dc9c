package dev.movex.compatibility.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.compatibility.FrameworkContract;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.ServerKind;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;

/** An application that writes through Spring Data's repositories. */
abstract class SpringDataJpaContract extends FrameworkContract {
    private @Nullable AnnotationConfigApplicationContext context;

    @Override
    protected void createTables(Database database) {
        context(database.dataSource(), "create-only").close();
    }

    @Override
    protected void start(DataSource movex, ServerKind dialect) {
        context = context(movex, "none");
    }

    @Override
    protected void stop() {
        if (context != null) {
            context.close();
        }
    }

    @Test
    void savesAndDeletes() {
        Person person = people().save(new Person("saved", 30));
        assertThat(person.id).isPositive();
        List<Person> more = people().saveAll(IntStream.range(0, 25)
                .mapToObj(i -> new Person("saved-" + i, i))
                .toList());
        person.age = 31;
        people().save(person);
        people().delete(more.get(0));
        people().deleteAllInBatch(more.subList(1, 4));
        people().deleteAllByIdInBatch(more.subList(4, 6).stream()
                .map(each -> Objects.requireNonNull(each.id))
                .toList());
        assertThat(service().count("saved")).isEqualTo(20);
        assertThat(service().remove("saved-1")).isPositive();
    }

    @Test
    void changesManyRowsByQueries() {
        people().saveAll(List.of(new Person("query-a", 1), new Person("query-b", 2), new Person("other", 3)));
        service().inTransaction(people -> {
            assertThat(people.growOlder("query-%")).isEqualTo(2);
            assertThat(people.setAge("other", 99)).isEqualTo(1);
        });
        assertThat(service().doubleAges("query-")).isEqualTo(2);
        assertThat(people().findByName("query-b").orElseThrow().age).isEqualTo(6);
    }

    @Test
    void rollsBackWhatFails() {
        assertThatThrownBy(() -> service().fail("failed")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> service().failButKeep("failed.kept")).isInstanceOf(IllegalStateException.class);
        service().inTransaction(people -> {
            people.save(new Person("failed.outer", 1));
            service().apart("failed.apart");
        });
        assertThat(service().count("failed")).isEqualTo(3);
        assertThatThrownBy(() -> people().save(new Person("failed.apart", 1)))
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void theSecondWriterOfAVersionFails() {
        Person person = people().save(new Person("version", 1));
        Person late = people().findByName("version").orElseThrow();
        person.age = 2;
        people().save(person);
        late.age = 3;
        assertThatThrownBy(() -> people().save(late)).isInstanceOf(OptimisticLockingFailureException.class);
        assertThat(people().findByName("version").orElseThrow().age).isEqualTo(2);
    }

    private static AnnotationConfigApplicationContext context(DataSource database, String schemaAction) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean("database", DataSource.class, () -> database);
        context.registerBean("schemaAction", String.class, () -> schemaAction);
        context.register(JpaApplication.class);
        context.refresh();
        return context;
    }

    private People people() {
        return Objects.requireNonNull(context).getBean(People.class);
    }

    private PeopleService service() {
        return Objects.requireNonNull(context).getBean(PeopleService.class);
    }
}
