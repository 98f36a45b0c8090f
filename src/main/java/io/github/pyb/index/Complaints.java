package io.github.pyb.index;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What went wrong so far, each thing once. */
final class Complaints {

    /** An installer that tries everything again need not be quoted in full. */
    private static final int ENOUGH = 20;

    private final ConcurrentLinkedQueue<Complaint> all = new ConcurrentLinkedQueue<>();

    void add(Complaint complaint) {
        boolean known = all.stream().anyMatch(other -> other.what().equals(complaint.what()));
        if (!known && all.size() < ENOUGH) {
            all.add(complaint);
        }
    }

    List<Complaint> list() {
        return List.copyOf(all);
    }
}
