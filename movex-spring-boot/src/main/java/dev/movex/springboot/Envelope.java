package dev.movex.springboot;

import org.jspecify.annotations.Nullable;

/** The form of every answer. */
record Envelope(int code, String msg, @Nullable Object data) {}
