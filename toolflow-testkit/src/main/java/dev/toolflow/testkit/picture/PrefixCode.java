package dev.toolflow.testkit.picture;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/** A canonical Huffman code over one alphabet, with code lengths of at most 15 bits, as WebP lossless wants it. */
final class PrefixCode {

    private static final int LONGEST = 15;

    private final int[] lengths;
    private final int[] codes;
    private final int onlySymbol;

    private record Tree(long weight, int symbol, List<Tree> children) {}

    PrefixCode(long[] counts) {
        lengths = new int[counts.length];
        codes = new int[counts.length];
        int used = 0;
        int last = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            if (counts[symbol] > 0) {
                used++;
                last = symbol;
            }
        }
        onlySymbol = used <= 1 ? last : -1;
        if (used > 1) {
            long[] weights = counts.clone();
            while (!assignLengths(weights)) {
                for (int i = 0; i < weights.length; i++) {
                    weights[i] = weights[i] == 0 ? 0 : weights[i] / 4 + 1;
                }
            }
            assignCodes();
        }
    }

    /** Writes the code itself: a single symbol as such, else every code length in 4 plain bits. */
    void describe(BitOutput out) {
        if (onlySymbol >= 0) {
            out.write(1, 1);
            out.write(0, 1);
            out.write(1, 1);
            out.write(onlySymbol, 8);
            return;
        }
        out.write(0, 1);
        out.write(15, 4);
        for (int i = 0; i < 19; i++) {
            // The order of the alphabet of lengths is 17, 18, 0–5, 16, 6–15: all but 16–18 get 4 bits.
            out.write(i == 0 || i == 1 || i == 8 ? 0 : 4, 3);
        }
        out.write(0, 1);
        for (int length : lengths) {
            out.write(Integer.reverse(length) >>> 28, 4);
        }
    }

    void write(BitOutput out, int symbol) {
        if (onlySymbol < 0) {
            out.write(codes[symbol], lengths[symbol]);
        }
    }

    private boolean assignLengths(long[] weights) {
        PriorityQueue<Tree> queue = new PriorityQueue<>(Comparator.comparingLong(Tree::weight));
        for (int symbol = 0; symbol < weights.length; symbol++) {
            if (weights[symbol] > 0) {
                queue.add(new Tree(weights[symbol], symbol, List.of()));
            }
        }
        while (queue.size() > 1) {
            Tree a = queue.remove();
            Tree b = queue.remove();
            queue.add(new Tree(a.weight() + b.weight(), -1, List.of(a, b)));
        }
        return measure(queue.remove()) <= LONGEST;
    }

    private int measure(Tree root) {
        Deque<Tree> level = new ArrayDeque<>();
        level.add(root);
        int depth = -1;
        while (!level.isEmpty()) {
            depth++;
            for (int left = level.size(); left > 0; left--) {
                Tree tree = level.remove();
                if (tree.symbol() >= 0) {
                    lengths[tree.symbol()] = depth;
                }
                for (Tree child : tree.children()) {
                    level.add(child);
                }
            }
        }
        return depth;
    }

    private void assignCodes() {
        int code = 0;
        for (int length = 1; length <= LONGEST; length++) {
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] == length) {
                    codes[symbol] = Integer.reverse(code) >>> (32 - length);
                    code++;
                }
            }
            code <<= 1;
        }
    }
}
