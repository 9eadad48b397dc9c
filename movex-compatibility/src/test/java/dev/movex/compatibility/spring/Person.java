package dev.movex.compatibility.spring;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/** A person, whose key the database counts. */
@Entity(name = "Person")
public class Person {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable Long id;

    @Version
    int version;

    @Column(nullable = false, unique = true, length = 60)
    String name = "";

    @Nullable Integer age;

    /** For JPA. */
    protected Person() {}

    Person(String name, int age) {
        this.name = name;
        this.age = age;
    }
}
