package io.stageline.operator.status;

/// What is to be thought of one half.
///
/// @param reason one sentence: why it is in this state
/// @param healthy whether nobody has to act
record Judgement(State state, String reason, boolean healthy) {}
