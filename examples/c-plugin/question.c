/* Marks every question mark: a plugin in C.
 *
 *     cc -shared -fPIC -I crates/core/include -o question.so examples/c-plugin/question.c
 *     dateline extract report.txt --plugins questions --plugin-path ./question.so
 */
#include <stdio.h>
#include <string.h>

#include "dateline.h"

static dateline_bytes bytes(const char *text) { return (dateline_bytes){(const uint8_t *)text, strlen(text)}; }

static int32_t manifest(uint32_t index, const dateline_sink *sink) {
    (void)index;
    sink->json(sink->context, bytes("{\"package\": \"question\", \"version\": \"1.0.0\", \"plugin\": \"questions\","
        "\"name\": \"questions\", \"schema\": {\"kind\": \"example/question\", \"fields\": ["
        "{\"name\": \"span\", \"type\": \"span\"}, {\"name\": \"number\", \"type\": \"count\"}]}}"));
    return 0;
}

static int32_t requires(uint32_t index, dateline_bytes options, const dateline_sink *sink) {
    (void)index, (void)options;
    sink->json(sink->context, bytes("[]"));
    return 0;
}

static void *create(uint32_t index, dateline_bytes options, const dateline_sink *sink) {
    static char one; /* it keeps nothing, so one does for all */
    (void)index, (void)options, (void)sink;
    return &one;
}

static int32_t extract(void *extractor, const dateline_view *view, const dateline_sink *sink) {
    char finding[96];
    unsigned number = 0;
    (void)extractor;
    for (size_t at = 0; at < view->text.len; at++)
        if (view->text.ptr[at] == '?') {
            snprintf(finding, sizeof finding, "{\"start\": %zu, \"end\": %zu, \"number\": %u}", at, at + 1, ++number);
            sink->json(sink->context, bytes(finding));
        }
    return 0;
}

static void destroy(void *extractor) { (void)extractor; }

const dateline_table *dateline_plugin_v1(void) {
    static dateline_table table = {0, DATELINE_ABI_MAJOR, DATELINE_ABI_MINOR, sizeof(dateline_table), 1,
                                   manifest, requires, create, extract, destroy};
    memcpy(&table.magic, DATELINE_MAGIC_BYTES, sizeof table.magic);
    return &table;
}
