import Protocols

// What SelectObjectContent reads and writes.

enum InputSerialization: StructureShape {
  static let csv = Member<Values<CSVInput>>("CSV")
  static let compressionType = Member<String>(
    "CompressionType", .values(["NONE", "GZIP", "BZIP2"]), .emulatedOnly(["NONE", "GZIP"]))
  static let json = Member<Values<JSONInput>>("JSON")
  static let parquet = Member<Values<ParquetInput>>("Parquet", .notEmulated)
  static let shape = structure("InputSerialization", csv, compressionType, json, parquet)
}

enum CSVInput: StructureShape {
  static let fileHeaderInfo = Member<String>("FileHeaderInfo", .values(["USE", "IGNORE", "NONE"]))
  static let comments = Member<String>("Comments")
  static let quoteEscapeCharacter = Member<String>("QuoteEscapeCharacter")
  static let recordDelimiter = Member<String>("RecordDelimiter")
  static let fieldDelimiter = Member<String>("FieldDelimiter")
  static let quoteCharacter = Member<String>("QuoteCharacter")
  static let allowQuotedRecordDelimiter = Member<Bool>("AllowQuotedRecordDelimiter")
  static let shape = structure(
    "CSVInput", fileHeaderInfo, comments, quoteEscapeCharacter, recordDelimiter, fieldDelimiter, quoteCharacter,
    allowQuotedRecordDelimiter)
}

enum JSONInput: StructureShape {
  static let type = Member<String>("Type", .values(["DOCUMENT", "LINES"]))
  static let shape = structure("JSONInput", type)
}

enum ParquetInput: StructureShape {
  static let shape = structure("ParquetInput")
}

enum OutputSerialization: StructureShape {
  static let csv = Member<Values<CSVOutput>>("CSV")
  static let json = Member<Values<JSONOutput>>("JSON")
  static let shape = structure("OutputSerialization", csv, json)
}

enum CSVOutput: StructureShape {
  static let quoteFields = Member<String>("QuoteFields", .values(["ALWAYS", "ASNEEDED"]))
  static let quoteEscapeCharacter = Member<String>("QuoteEscapeCharacter")
  static let recordDelimiter = Member<String>("RecordDelimiter")
  static let fieldDelimiter = Member<String>("FieldDelimiter")
  static let quoteCharacter = Member<String>("QuoteCharacter")
  static let shape = structure(
    "CSVOutput", quoteFields, quoteEscapeCharacter, recordDelimiter, fieldDelimiter, quoteCharacter)
}

enum JSONOutput: StructureShape {
  static let recordDelimiter = Member<String>("RecordDelimiter")
  static let shape = structure("JSONOutput", recordDelimiter)
}

enum RequestProgress: StructureShape {
  static let enabled = Member<Bool>("Enabled")
  static let shape = structure("RequestProgress", enabled)
}

enum ScanRange: StructureShape {
  static let start = Member<Int>("Start")
  static let end = Member<Int>("End")
  static let shape = structure("ScanRange", start, end)
}

// The events.

enum RecordsEvent: StructureShape {
  static let payload = Member<Blob>("Payload", .payload)
  static let shape = structure("RecordsEvent", payload)
}

enum SelectStats: StructureShape {
  static let bytesScanned = Member<Int>("BytesScanned")
  static let bytesProcessed = Member<Int>("BytesProcessed")
  static let bytesReturned = Member<Int>("BytesReturned")
  static let shape = structure("Stats", bytesScanned, bytesProcessed, bytesReturned)
}

enum SelectProgress: StructureShape {
  static let bytesScanned = Member<Int>("BytesScanned")
  static let bytesProcessed = Member<Int>("BytesProcessed")
  static let bytesReturned = Member<Int>("BytesReturned")
  static let shape = structure("Progress", bytesScanned, bytesProcessed, bytesReturned)
}

enum StatsEvent: StructureShape {
  static let details = Member<Values<SelectStats>>("Details", .payload)
  static let shape = structure("StatsEvent", details)
}

enum ProgressEvent: StructureShape {
  static let details = Member<Values<SelectProgress>>("Details", .payload)
  static let shape = structure("ProgressEvent", details)
}

enum EndEvent: StructureShape {
  static let shape = structure("EndEvent")
}
