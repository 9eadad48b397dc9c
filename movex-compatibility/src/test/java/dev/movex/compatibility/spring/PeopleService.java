package dev.movex.compatibility.spring;

import java.util.function.Consumer;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What the application does within transactions. */
@Transactional
public class PeopleService {
    private final People people;

    /** Creates the service. */
    public PeopleService(People people) {
        this.people = people;
    }

    /** Writes, then fails. */
    public void fail(String name) {
        people.saveAndFlush(new Person(name, 1));
        people.growOlder(name);
        throw new IllegalStateException("wanted");
    }

    /** Writes, then fails in a way that does not roll back. */
    @Transactional(noRollbackFor = IllegalStateException.class)
    public void failButKeep(String name) {
        people.save(new Person(name, 1));
        throw new IllegalStateException("wanted");
    }

    /** Writes in a transaction of its own. */
    @Transactional(propagation = Propagation.REQUIRES_NEW, isolation = Isolation.SERIALIZABLE)
    public void apart(String name) {
        people.save(new Person(name, 2));
    }

    /** Locks, then writes. */
    public int doubleAges(String start) {
        var found = people.findByNameStartingWith(start);
        found.forEach(person -> person.age = person.age == null ? 0 : person.age * 2);
        return found.size();
    }

    /** Only reads. */
    @Transactional(readOnly = true)
    public long count(String start) {
        return people.countByNameStartingWith(start);
    }

    /** Does several things at once. */
    public void inTransaction(Consumer<People> work) {
        work.accept(people);
    }

    /** Reads, then removes one by one. */
    public long remove(String start) {
        return people.deleteByNameStartingWith(start);
    }
}
