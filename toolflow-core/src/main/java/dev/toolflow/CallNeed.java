package dev.toolflow;

/**
 * What one call takes from the rates of its model, beside being one request.
 *
 * @param requests one, or of several calls together as many
 * @param tokens estimated
 * @param images asked for
 */
record CallNeed(long requests, long tokens, long images) {
    static final CallNeed NOTHING = new CallNeed(0, 0, 0);

    boolean isNothing() {
        return requests == 0 && tokens == 0 && images == 0;
    }

    CallNeed plus(CallNeed other) {
        if (isNothing()) {
            return other;
        }
        return other.isNothing()
                ? this
                : new CallNeed(requests + other.requests, tokens + other.tokens, images + other.images);
    }

    CallNeed minus(CallNeed other) {
        return new CallNeed(requests - other.requests, tokens - other.tokens, images - other.images);
    }
}
