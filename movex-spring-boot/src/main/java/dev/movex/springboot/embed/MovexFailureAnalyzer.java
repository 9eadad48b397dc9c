package dev.movex.springboot.embed;

import dev.movex.core.MovexException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells why an application did not start, and what to do, without the beans that were in the way of the exception. */
final class MovexFailureAnalyzer extends AbstractFailureAnalyzer<MovexException> {
    @Override
    protected FailureAnalysis analyze(Throwable whole, MovexException cause) {
        return new FailureAnalysis(cause.problem() + " (" + cause.code() + ")", cause.remedy(), cause);
    }
}
