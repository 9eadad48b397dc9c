package dev.movex.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application. Nothing in its code knows of Movex; {@code application.yml} does. */
@SpringBootApplication
public class SampleApplication {
    /** Starts it. */
    public static void main(String[] args) {
        SpringApplication.run(SampleApplication.class, args);
    }
}
