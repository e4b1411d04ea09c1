package io.stageline.operator.doctor;

/// Hosts and databases of the two servers, for messages.
record Places(String staging, String production) {}
