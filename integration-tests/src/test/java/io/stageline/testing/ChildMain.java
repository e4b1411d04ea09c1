package io.stageline.testing;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/// What every child JVM starts with: runs the main class named first with the arguments behind it, and dies with its parent, whose end of the
/// standard input closes in whatever way the parent goes.
final class ChildMain {
    private ChildMain() {}

    public static void main(String[] arguments) throws Throwable {
        Thread.ofPlatform().daemon().name("parent-watch").start(ChildMain::dieWithParent);
        var main = Class.forName(arguments[0]).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        try {
            main.invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static void dieWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nobody writes here.
            }
        } catch (IOException e) {
            // As good as its end.
        }
        Runtime.getRuntime().halt(130);
    }
}
