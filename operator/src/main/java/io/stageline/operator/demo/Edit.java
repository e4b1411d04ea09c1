package io.stageline.operator.demo;

/// One committed transaction of the editor.
///
/// @param what what the editor did, in words
/// @param rows row changes, those of cascades not counted
public record Edit(String what, int rows) {}
