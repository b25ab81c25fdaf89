package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoreAddressTest {
    @Test
    void a_missing_region_is_told_by_its_variable_alone() {
        assertThat(StoreAddress.inVariables(
                        "region: is named nowhere; set AWS_REGION, or region(\u2026) on the builder"))
                .isEqualTo("region: is named nowhere; set AWS_REGION");
    }
}
