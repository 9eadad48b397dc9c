package dev.movex.compatibility.spring;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** The repository of people. */
public interface People extends JpaRepository<Person, Long> {
    /** By a unique column. */
    Optional<Person> findByName(String name);

    /** Locked until the transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    List<Person> findByNameStartingWith(String start);

    /** Many rows by one statement. */
    @Modifying(clearAutomatically = true)
    @Query("update Person p set p.age = p.age + 1 where p.name like :names")
    int growOlder(String names);

    /** The database's own SQL. */
    @Modifying
    @Query(value = "UPDATE person SET age = :age WHERE name = :name", nativeQuery = true)
    int setAge(String name, int age);

    /** Read, then removed one by one. */
    long deleteByNameStartingWith(String start);

    /** Counts. */
    long countByNameStartingWith(String start);
}
