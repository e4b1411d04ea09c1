package io.stageline.publisher;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import java.util.List;

/// The rows of a table `item` for tests that write the change log themselves.
record Items(TableId table) {
    static final String SCHEMA = "CREATE TABLE item (id int PRIMARY KEY, name varchar(40))";

    static Items of(TestPipeline pipeline) {
        return new Items(new TableId(pipeline.production().schema(), "item"));
    }

    ChangeEvent insert(int id) {
        return new ChangeEvent.Insert(
                table,
                RowImage.owning(
                        Columns.of(List.of("id", "name")),
                        new String[] {Integer.toString(id), "name " + id}));
    }
}
