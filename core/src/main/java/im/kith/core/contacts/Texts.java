package im.kith.core.contacts;

import java.util.Arrays;

/**
 * The folded texts of contacts one after the other, by number: looking through many is a walk along memory, where following each to
 * its strings would wait for memory at every step.
 */
final class Texts {

    private char[] letters = new char[1 << 10];
    private int[] ends = new int[1 << 5];
    private int[] names = new int[1 << 5];
    private int size;

    /** Adds the text of {@code entry} under the next number, from 0. */
    void add(ContactEntry entry) {
        String text = entry.text();
        int start = start(size);
        int end = Math.addExact(start, text.length());
        if (end > letters.length) {
            letters = Arrays.copyOf(letters, Math.max(end, letters.length + (letters.length >> 1)));
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size << 1);
            names = Arrays.copyOf(names, size << 1);
        }
        text.getChars(0, text.length(), letters, start);
        ends[size] = end;
        names[size] = entry.sortKey().length();
        size++;
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    private int start(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    boolean contains(int number, char[] word) {
        return find(word, start(number), ends[number]) >= 0;
    }

    boolean startsWith(int number, char[] word) {
        int start = start(number);
        return start + word.length <= ends[number] && isAt(word, start);
    }

    /** Whether {@code word} begins a word of what the contact is called. */
    boolean beginsInName(int number, char[] word) {
        int start = start(number);
        if (start < ends[number] && letters[start] == ContactEntry.BETWEEN) {
            start++;
        }
        int end = Math.min(start + names[number], ends[number]);
        int at = find(word, start, end);
        while (at > start && letters[at - 1] != ' ') {
            at = find(word, at + 1, end);
        }
        return at >= 0;
    }

    /** Where {@code word} first is in this part; -1 if nowhere. */
    private int find(char[] word, int from, int to) {
        for (int at = from; at + word.length <= to; at++) {
            if (isAt(word, at)) {
                return at;
            }
        }
        return -1;
    }

    private boolean isAt(char[] word, int at) {
        for (int i = 0; i < word.length; i++) {
            if (letters[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }
}
