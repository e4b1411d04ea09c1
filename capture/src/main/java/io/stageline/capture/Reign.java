package io.stageline.capture;

import io.stageline.capture.assemble.Assembler;
import io.stageline.capture.emit.Emitter;
import io.stageline.capture.select.Selector;
import io.stageline.capture.tail.TailListener;
import io.stageline.capture.tail.Ticker;
import io.stageline.changelog.SourcePosition;
import java.util.Optional;

/// One epoch of a capture: the rooms in their order, from an event of staging's log to the acknowledged change log.
final class Reign implements TailListener {
    private final Assembler assembler;
    private final Selector selector;
    private final Emitter emitter;
    private final Ticker ticker;
    private final Durability durability;
    private final Runnable progressed;

    Reign(
            Assembler assembler,
            Selector selector,
            Emitter emitter,
            Ticker ticker,
            Durability durability,
            Runnable progressed) {
        this.assembler = assembler;
        this.selector = selector;
        this.emitter = emitter;
        this.ticker = ticker;
        this.durability = durability;
        this.progressed = progressed;
    }

    @Override
    public void accept(SourceEvent event) {
        Optional<TransactionPiece> piece = assembler.accept(event);
        if (piece.isPresent()) {
            emitter.write(selector.select(piece.get()));
            piece.get().end().ifPresent(this::ended);
        }
    }

    @Override
    public void caughtUp() {
        emitter.hurry();
    }

    @Override
    public void reached(SourcePosition position, String tick) {
        emitter.mark(position);
        ticker.arrived(tick);
    }

    @Override
    public Optional<SourcePosition> batchEnded() {
        progressed.run();
        return emitter.confirmable(durability.durableUpTo());
    }

    private void ended(TransactionPiece.End end) {
        if (!end.messages().isEmpty()) {
            emitter.mark(end.position());
            end.messages().forEach(ticker::arrived);
        }
    }
}
