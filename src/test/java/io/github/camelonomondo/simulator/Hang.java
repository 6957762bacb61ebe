package io.github.camelonomondo.simulator;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Holds calls until it is released; each is then closed without an answer. */
abstract sealed class Hang implements Effect {

    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public void release() {
        released.countDown();
    }

    void await() throws IOException {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The simulator stops");
        }
    }

    static final class Before extends Hang {

        @Override
        public boolean isEarly() {
            return true;
        }

        @Override
        public void arrive(Call call) throws IOException {
            await();
        }

        @Override
        public Optional<Answer> instead() {
            return Optional.of(Answer.error(500).with(Delivery.NOTHING));
        }
    }

    static final class After extends Hang {

        @Override
        public Answer leave(Call call, Answer answer) throws IOException {
            await();
            return answer.with(Delivery.NOTHING);
        }
    }
}
