package dev.movex.springboot;

/** The call can't be answered as it was made; the reply says why. */
final class RefusedCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    RefusedCallException(Reply reply) {
        super(reply.msg());
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
