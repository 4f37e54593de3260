/* The plugin ABI of dateline, version 1. The Rust side is crates/core/src/abi; a test compares the two.
 *
 * A plugin is a shared library that exports one function:
 *
 *     const dateline_table *dateline_plugin_v1(void);
 *
 * Rules. Memory that a call hands over is borrowed for the time of the call: keep no pointer. Who allocates frees.
 * Text is UTF-8 with a length, not ended by a zero. Offsets are bytes of the text, ends exclusive. An extractor may be
 * used from any thread, and from several at once. No call may unwind or jump out.
 * Structs only grow at their tails; each begins with, or holds, its size.
 */
#ifndef DATELINE_H
#define DATELINE_H

#include <stddef.h>
#include <stdint.h>

#define DATELINE_ABI_MAJOR 1
#define DATELINE_ABI_MINOR 0

/* The bytes "dateline", as a number in the byte order of the machine. */
#define DATELINE_MAGIC_BYTES "dateline"

/* An absent span has both ends at this. */
#define DATELINE_NONE UINT32_MAX

typedef struct {
    const uint8_t *ptr; /* may be NULL where len is 0 */
    size_t len;
} dateline_bytes;

typedef struct {
    uint32_t start;
    uint32_t end;
} dateline_span;

/* What a stretch of the page is: 0 header, 1 headline, 2 byline, 3 dateline, 4 lead, 5 body, 6 caption, 7 related,
 * 8 boilerplate. What lies in no region is body. */
typedef struct {
    dateline_span span;
    uint32_t kind;
} dateline_region;

/* The rows and the pool of one layer: what Rust plugins exchange. Its schema hash says what the words mean. */
typedef struct {
    uint32_t size;   /* sizeof(dateline_columns) */
    uint32_t stride; /* 32-bit words an item */
    uint64_t schema;
    const uint32_t *rows;
    size_t count;
    dateline_bytes text;
    const uint32_t *words;
    size_t words_len;
    const void *whys; /* seven words each; see Why in crates/core/src/layer.rs */
    size_t whys_len;
} dateline_columns;

/* Where a call leaves what it has to say. Hand `context` back to each function. */
typedef struct {
    uint32_t size;
    void *context;
    /* Takes JSON. During `manifest` and `requires`: the answer. During `extract`: findings, an object or an array of
     * objects with `start`, `end` and the fields of the schema; more than one call adds. */
    void (*json)(void *context, dateline_bytes json);
    /* Takes findings as columns. */
    void (*columns)(void *context, const dateline_columns *columns);
    /* Takes a diagnostic: severity 0 info, 1 warning, 2 error. */
    void (*report)(void *context, uint32_t severity, dateline_span span, dateline_bytes message);
    /* Takes the reason why the call fails. */
    void (*fail)(void *context, dateline_bytes message, dateline_bytes location);
} dateline_sink;

/* One document. */
typedef struct {
    uint32_t size;
    uint32_t flags; /* 1: reasons are wanted */
    const void *context;
    dateline_bytes id;
    dateline_bytes url;
    dateline_bytes title;
    dateline_bytes text;
    const uint32_t *meta; /* the words of Meta in crates/core/src/document.rs */
    size_t meta_len;
    const dateline_region *regions;
    size_t regions_len;
    /* Fills in the columns of a layer that was required. 0, or 1 when there is none of this name and schema. */
    int32_t (*layer)(const void *context, dateline_bytes name, uint64_t schema, dateline_columns *out);
    /* Sends a layer that was required to sink->json as an array of objects. 0, or 1 when there is none. */
    int32_t (*layer_json)(const void *context, dateline_bytes name, const dateline_sink *sink);
} dateline_view;

/* What a library offers. It lives as long as the library, which is never unloaded. */
typedef struct {
    uint64_t magic; /* DATELINE_MAGIC_BYTES */
    uint32_t major; /* DATELINE_ABI_MAJOR: must be equal */
    uint32_t minor;
    uint32_t size;  /* sizeof(dateline_table) */
    uint32_t count; /* how many extractors */
    /* Sends {"package", "version", "plugin", "name", "schema": {"kind", "fields": [...]}} to sink->json. 0 when it did. */
    int32_t (*manifest)(uint32_t index, const dateline_sink *sink);
    /* Sends [{"name": "token", "schema": "0"}] to sink->json; "0" stands for "as JSON". 0 when it did. */
    int32_t (*requires)(uint32_t index, dateline_bytes options, const dateline_sink *sink);
    /* Makes an extractor; NULL when it fails. The options are JSON, or nothing for the defaults. */
    void *(*create)(uint32_t index, dateline_bytes options, const dateline_sink *sink);
    /* Finds what there is in one document. 0 when it did. */
    int32_t (*extract)(void *extractor, const dateline_view *view, const dateline_sink *sink);
    /* Frees an extractor. */
    void (*destroy)(void *extractor);
} dateline_table;

#endif
