package io.github.camelonomondo.simulator;

import java.util.Optional;
import java.util.Set;

/** What nobody outside knows for certain about the API, as the test wants it. */
final class Behaviour {

    private volatile Set<KeyForm> keyForms = Set.of(KeyForm.RAW, KeyForm.BEARER);
    private volatile Optional<String> onlyKey = Optional.empty();
    private volatile boolean documentedLists;
    private volatile boolean documentedFinds;
    private volatile boolean answersTags = true;

    void acceptKeyForms(Set<KeyForm> forms) {
        keyForms = forms;
    }

    void acceptOnlyKey(String key) {
        onlyKey = Optional.of(key);
    }

    void documentLists() {
        documentedLists = true;
    }

    void documentFinds() {
        documentedFinds = true;
    }

    void hideTags() {
        answersTags = false;
    }

    boolean accepts(KeyForm form, String authorization) {
        return keyForms.contains(form)
                && form.key(authorization)
                        .filter(key -> onlyKey.isEmpty() || onlyKey.get().equals(key))
                        .isPresent();
    }

    /** Whether GET /sims answers as the documentation has it instead of as the live API was seen to. */
    boolean documentsLists() {
        return documentedLists;
    }

    /** Whether GET /sims/find answers as the documentation has it instead of as the live API was seen to. */
    boolean documentsFinds() {
        return documentedFinds;
    }

    boolean answersTags() {
        return answersTags;
    }
}
