package dev.movex.springboot.embed;

import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Some data source is named. */
final class NamedDataSources extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean named = Binder.get(context.getEnvironment())
                        .bind("movex.data-sources", Bindable.mapOf(String.class, Object.class))
                        .map(Map::size)
                        .orElse(0)
                > 0;
        return new ConditionOutcome(named, named ? "data sources are named" : "movex.data-sources names none");
    }
}
