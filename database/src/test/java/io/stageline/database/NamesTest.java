package io.stageline.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stageline.changelog.TableId;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void quotesWhateverTheNameHolds() {
        assertThat(Names.quote("Preis \"netto\"; --")).isEqualTo("\"Preis \"\"netto\"\"; --\"");
    }

    @Test
    void quotesSchemaAndTableApart() {
        assertThat(Names.quote(new TableId("a.b", "c"))).isEqualTo("\"a.b\".\"c\"");
    }

    @Test
    void listsNames() {
        assertThat(Names.list(List.of("id", "Größe"))).isEqualTo("\"id\", \"Größe\"");
    }

    @Test
    void refusesWhatNoDatabaseHas() {
        assertThatIllegalArgumentException().isThrownBy(() -> Names.quote("a\0b"));
    }
}
