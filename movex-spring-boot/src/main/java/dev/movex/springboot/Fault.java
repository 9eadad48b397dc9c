package dev.movex.springboot;

/**
 * One thing that is wrong with a call.
 *
 * @param where the field, parameter, header or path
 * @param what what is wrong, a sentence
 * @param remedy what to do, a sentence
 */
record Fault(String where, String what, String remedy) {}
