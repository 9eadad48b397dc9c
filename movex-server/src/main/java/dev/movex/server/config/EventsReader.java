package dev.movex.server.config;

import dev.movex.kafka.KafkaSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Reads what a file says of events. Used once. */
final class EventsReader {
    private static final String KEY = "events";
    private static final String TOPIC_NAME = "[A-Za-z0-9._-]{1,249}";

    private final Values values;

    EventsReader(Values values) {
        this.values = values;
    }

    Optional<ServeConfig.Events> read() {
        if (!values.has(KEY)) {
            return Optional.empty();
        }
        if (!values.has(KEY + ".kafka")) {
            values.problem(KEY, "needs kafka, with its servers.");
            return Optional.empty();
        }
        return Optional.of(new ServeConfig.Events(kafka(), values.number(KEY + ".repairers", 1, 0, 100)));
    }

    private KafkaSettings kafka() {
        String key = KEY + ".kafka";
        String topic = topic(key + ".topic", KafkaSettings.TOPIC);
        String deadLetters = topic(key + ".dead-letter-topic", topic + ".dead");
        if (deadLetters.equals(topic)) {
            values.problem(key + ".dead-letter-topic", "is the topic of the events; name another one.");
        }
        return KafkaSettings.of(servers(key + ".servers"))
                .withTopics(topic, deadLetters)
                .withNewTopics(
                        values.number(key + ".partitions", 12, 0, 10_000),
                        values.number(key + ".replication", 0, 0, 100))
                .withPublishWait(Duration.ofSeconds(values.number(key + ".publish-wait", 10, 1, 600)))
                .withClient(client(key + ".client-file"));
    }

    private String servers(String key) {
        String servers = String.join(",", values.list(key));
        if (values.needed(key).isBlank()) {
            return "";
        }
        if (!servers.matches("[^,\\s]+:[0-9]{1,5}(,[^,\\s]+:[0-9]{1,5})*")) {
            values.problem(key, "must be host:port, or several with commas.");
        }
        return servers;
    }

    private String topic(String key, String usual) {
        String name = values.text(key, usual);
        if (!name.matches(TOPIC_NAME)) {
            values.problem(key, "is no name of a topic: letters, digits, '.', '_', '-', 249 at most.");
            return usual;
        }
        return name;
    }

    private Map<String, String> client(String key) {
        Map<String, String> client = new HashMap<>();
        Optional<Path> file = values.file(key);
        if (file.isEmpty() || !Files.isReadable(file.get())) {
            return client;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file.get())) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            values.problem(key, "is no file of Java properties.");
        }
        for (String name : properties.stringPropertyNames()) {
            if (KafkaSettings.own().contains(name)) {
                values.problem(key, "sets " + name + ", which is Movex's own to set.");
            }
            client.put(name, properties.getProperty(name));
        }
        return client;
    }
}
