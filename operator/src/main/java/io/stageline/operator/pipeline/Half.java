package io.stageline.operator.pipeline;

import io.stageline.capture.CaptureEnd;
import io.stageline.capture.CaptureLoop;
import io.stageline.publisher.PublishEnd;
import io.stageline.publisher.PublishLoop;

/// One half of the pipeline: a loop that runs on its own thread until it is stopped or cannot go on.
sealed interface Half {
    String name();

    /// Blocks.
    End run();

    /// From any thread: finish what is begun, then end.
    void stop();

    record Capture(CaptureLoop loop) implements Half {
        @Override
        public String name() {
            return "capture";
        }

        @Override
        public End run() {
            return switch (loop.run()) {
                case CaptureEnd.Stopped _ -> new End.Stopped();
                case CaptureEnd.Fenced(String message) -> new End.Refused(message);
                case CaptureEnd.Refused(String message) -> new End.Refused(message);
                case CaptureEnd.Failed(String message, Throwable cause) ->
                        new End.Failed(message, cause);
            };
        }

        @Override
        public void stop() {
            loop.stop();
        }
    }

    record Publisher(PublishLoop loop) implements Half {
        @Override
        public String name() {
            return "publish";
        }

        @Override
        public End run() {
            return switch (loop.run()) {
                case PublishEnd.Stopped _ -> new End.Stopped();
                case PublishEnd.Fenced(String message) -> new End.Refused(message);
                case PublishEnd.Refused(String message) -> new End.Refused(message);
                case PublishEnd.Failed(String message, Throwable cause) ->
                        new End.Failed(message, cause);
            };
        }

        @Override
        public void stop() {
            loop.stop();
        }
    }
}
