package io.github.camelonomondo.changes.compare;

/** Two independent 64-bit hashes. Good for telling views of one SIM apart; not against somebody who wants a clash. */
public final class Hash {

    private static final long FIRST_PRIME = 0xc6a4a7935bd1e995L;
    private static final long SECOND_PRIME = 0x9e3779b97f4a7c15L;
    private static final long FIRST_SEED = 0xcbf29ce484222325L;
    private static final long SECOND_SEED = 0x2545f4914f6cdd1dL;

    private Hash() {}

    static long first(String text) {
        return first(text.toCharArray(), 0, text.length());
    }

    static long second(String text) {
        return second(text.toCharArray(), 0, text.length());
    }

    static long first(char[] text, int offset, int length) {
        long hash = FIRST_SEED + length;
        int i = offset;
        for (int end = offset + length - 3; i < end; i += 4) {
            hash = Long.rotateLeft((hash ^ four(text, i)) * FIRST_PRIME, 29);
        }
        for (; i < offset + length; i++) {
            hash = (hash ^ text[i]) * FIRST_PRIME;
        }
        return mix(hash);
    }

    static long second(char[] text, int offset, int length) {
        long hash = SECOND_SEED ^ length;
        int i = offset;
        for (int end = offset + length - 3; i < end; i += 4) {
            hash = Long.rotateLeft((hash + four(text, i)) * SECOND_PRIME, 31);
        }
        for (; i < offset + length; i++) {
            hash = (hash + text[i]) * SECOND_PRIME;
        }
        return mixAgain(hash);
    }

    private static long four(char[] text, int at) {
        return text[at] | (long) text[at + 1] << 16 | (long) text[at + 2] << 32 | (long) text[at + 3] << 48;
    }

    public static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    static long mixAgain(long value) {
        long z = value;
        z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
        z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return z ^ (z >>> 33);
    }
}
