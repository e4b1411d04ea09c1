package io.stageline.publisher.consume;

import io.stageline.changelog.SourceTransaction;
import io.stageline.changelog.topic.ChangeLogException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The bounded queue between the thread that reads and the thread that takes. What does not fit makes the reader wait;
/// a single thing larger than the bound fits an empty queue. Who takes while nobody waits for it gets full batches: a
/// batch grows as long as the one before it is being written.
final class Handover {
    private final FeedLimits limits;
    private final Deque<Item> queue = new ArrayDeque<>();
    private int rows;
    private long size;
    private boolean crowded;
    private boolean awaited;
    private boolean closed;
    private @Nullable RuntimeException failure;

    private record Item(Delivery delivery, int rows, long size) {}

    Handover(FeedLimits limits) {
        this.limits = limits;
    }

    /// @return false if nobody will take it any more
    synchronized boolean put(Delivery delivery, int itemRows, long itemSize)
            throws InterruptedException {
        while (!closed && !queue.isEmpty() && isFull(itemRows, itemSize)) {
            crowded = true;
            notifyAll();
            wait();
        }
        if (closed) {
            return false;
        }
        queue.add(new Item(delivery, itemRows, itemSize));
        rows += itemRows;
        size += itemSize;
        if (awaited || isRipe()) {
            notifyAll(); // else the taker would wake for each source transaction, in vain
        }
        return true;
    }

    private boolean isFull(int itemRows, long itemSize) {
        return rows + itemRows > Math.max(limits.batchRows(), limits.streamRows())
                || size + itemSize > limits.size();
    }

    /// Whether somebody waits for what is taken: then it is taken as soon as there is anything.
    synchronized void awaited(boolean now) {
        awaited = now;
        notifyAll();
    }

    /// The next thing; as many source transactions at once as are there and a batch may hold.
    synchronized Optional<Delivery> take(Duration patience, int transactionsMax)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (queue.isEmpty() || !(awaited || isRipe())) {
            RuntimeException failed = failure;
            if (failed != null && queue.isEmpty()) {
                throw new ChangeLogException(String.valueOf(failed.getMessage()), failed);
            }
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0 || closed) {
                return Optional.empty();
            }
            wait(millis);
        }
        Item first = remove();
        return Optional.of(
                first.delivery instanceof Delivery.Batch batch
                        ? fill(batch, first.rows, first.size, transactionsMax)
                        : first.delivery);
    }

    /// Whether waiting longer would make no larger batch.
    private boolean isRipe() {
        return crowded
                || closed
                || failure != null
                || rows >= limits.batchRows()
                || !(queue.element().delivery instanceof Delivery.Batch);
    }

    private Delivery fill(
            Delivery.Batch first, int firstRows, long firstSize, int transactionsMax) {
        List<SourceTransaction> transactions = new ArrayList<>(first.transactions());
        int batchRows = firstRows;
        long batchSize = firstSize;
        for (Item next = queue.peek();
                next != null
                        && next.delivery instanceof Delivery.Batch batch
                        && transactions.size() < transactionsMax
                        && batchRows + next.rows <= limits.batchRows()
                        && batchSize + next.size <= limits.size();
                next = queue.peek()) {
            transactions.addAll(batch.transactions());
            batchRows += next.rows;
            batchSize += next.size;
            var _ = remove();
        }
        return new Delivery.Batch(transactions);
    }

    private Item remove() {
        Item item = queue.remove();
        crowded = false;
        rows -= item.rows;
        size -= item.size;
        notifyAll();
        return item;
    }

    synchronized void fail(RuntimeException e) {
        failure = e;
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
