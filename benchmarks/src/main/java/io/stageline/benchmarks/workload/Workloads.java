package io.stageline.benchmarks.workload;

/// The loads that are measured.
public enum Workloads {
    MIXED,
    WARM,
    HOT,
    PACED,
    BULK,
    GIANT;

    private static final int MIXED_CHANGES_OF_100 = 452;

    /// In the size the bars are stated for, times a scale.
    public Workload of(double scale) {
        return switch (this) {
            case BULK -> bulk(atLeast(1, 500 * scale));
            case MIXED -> mixed("mixed", "small mixed transactions", hundreds(1_000 * scale));
            case WARM -> mixed("warm", "small mixed transactions, warm", hundreds(1_000 * scale));
            case GIANT -> giant(atLeast(1_000, 1_000_000 * scale));
            case HOT -> hot(atLeast(10, 20_000 * scale));
            case PACED -> mixed("paced", "paced load", hundreds(100 * scale)); // to warm up
        };
    }

    private static Workload bulk(int transactions) {
        return new Workload(
                "bulk",
                "bulk inserts, 1,000 a transaction",
                "bulk",
                transactions,
                1_000L * transactions);
    }

    private static Workload mixed(String name, String title, int hundreds) {
        return new Workload(
                name, title, "mixed", 100 * hundreds, (long) MIXED_CHANGES_OF_100 * hundreds);
    }

    private static Workload giant(int rows) {
        return new Workload("giant", "one transaction of updates", "giant", 1, rows);
    }

    private static Workload hot(int transactions) {
        return new Workload(
                "hot", "hot rows: updates of 1,000 rows", "hot", transactions, 10L * transactions);
    }

    private static int hundreds(double wanted) {
        return atLeast(1, wanted);
    }

    private static int atLeast(int least, double wanted) {
        return Math.max(least, (int) Math.round(wanted));
    }
}
