package io.github.camelonomondo.changes.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Makes the JSON of one SIM small, by what it shares with the others: names of properties, networks, lists and tags.
 * Dictionaries are learnt from SIMs seen; the first byte of what is folded names its own. Not thread-safe.
 */
public final class FoldedJson {

    private static final int LONGEST_DICTIONARY = 2_048;
    private static final int MOST_DICTIONARIES = 8;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final Inflater inflater = new Inflater(true);
    private final List<byte[]> dictionaries = new ArrayList<>();
    private byte[] buffer = new byte[4_096];

    /** From now on, folds by what {@code samples} hold; the last counts most. */
    public void learn(List<byte[]> samples) {
        if (dictionaries.size() == MOST_DICTIONARIES) {
            return;
        }
        var text = new ByteArrayOutputStream();
        for (byte[] sample : samples) {
            text.write(sample, 0, sample.length);
        }
        byte[] all = text.toByteArray();
        int length = Math.min(all.length, LONGEST_DICTIONARY);
        byte[] dictionary = new byte[length];
        System.arraycopy(all, all.length - length, dictionary, 0, length);
        dictionaries.add(dictionary);
    }

    public byte[] fold(byte[] text, int from, int length) {
        int newest = dictionaries.size() - 1;
        deflater.reset();
        if (newest >= 0) {
            deflater.setDictionary(dictionaries.get(newest));
        }
        deflater.setInput(text, from, length);
        deflater.finish();
        int size = 0;
        while (!deflater.finished()) {
            if (size == buffer.length) {
                grow();
            }
            size += deflater.deflate(buffer, size, buffer.length - size);
        }
        byte[] folded = new byte[size + 1];
        folded[0] = (byte) newest;
        System.arraycopy(buffer, 0, folded, 1, size);
        return folded;
    }

    public byte[] unfold(byte[] folded) {
        inflater.reset();
        if (folded[0] >= 0) {
            inflater.setDictionary(dictionaries.get(folded[0]));
        }
        inflater.setInput(folded, 1, folded.length - 1);
        int size = 0;
        try {
            while (!inflater.finished()) {
                if (size == buffer.length) {
                    grow();
                }
                int inflated = inflater.inflate(buffer, size, buffer.length - size);
                if (inflated == 0 && inflater.needsInput() && !inflater.finished()) {
                    throw new IllegalStateException("a folded SIM is cut short");
                }
                size += inflated;
            }
        } catch (DataFormatException e) {
            throw new IllegalStateException("a folded SIM cannot be read", e);
        }
        byte[] text = new byte[size];
        System.arraycopy(buffer, 0, text, 0, size);
        return text;
    }

    private void grow() {
        byte[] larger = new byte[buffer.length * 2];
        System.arraycopy(buffer, 0, larger, 0, buffer.length);
        buffer = larger;
    }

    public static String text(byte[] json) {
        return new String(json, UTF_8);
    }
}
