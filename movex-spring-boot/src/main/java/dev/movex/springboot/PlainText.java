package dev.movex.springboot;

/**
 * An answer that is no JSON.
 *
 * @param mediaType what it is
 * @param text in UTF-8
 */
record PlainText(String mediaType, String text) {
    static PlainText prometheus(String text) {
        return new PlainText("text/plain;version=0.0.4;charset=utf-8", text);
    }
}
