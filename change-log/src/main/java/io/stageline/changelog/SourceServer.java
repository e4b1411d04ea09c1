package io.stageline.changelog;

/// The database server whose log a capture reads. Positions of one server mean nothing on another.
///
/// @param id what the server was given when it was made: PostgreSQL's system identifier, MySQL's server_uuid
/// @param timeline grows when a standby is promoted in its place; 0 with MySQL
public record SourceServer(String id, long timeline) {
    public SourceServer {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("A server has an identifier");
        }
    }
}
