import Protocols

// The rules by which browsers may call a bucket.

enum CORSConfiguration: StructureShape {
  static let corsRules = Required<[Values<CORSRule>]>("CORSRules", .xmlName("CORSRule"), .flattened)
  static let shape = structure("CORSConfiguration", corsRules)
}

enum CORSRule: StructureShape {
  static let id = Member<String>("ID")
  static let allowedHeaders = Member<[String]>("AllowedHeaders", .xmlName("AllowedHeader"), .flattened)
  static let allowedMethods = Required<[String]>("AllowedMethods", .xmlName("AllowedMethod"), .flattened)
  static let allowedOrigins = Required<[String]>("AllowedOrigins", .xmlName("AllowedOrigin"), .flattened)
  static let exposeHeaders = Member<[String]>("ExposeHeaders", .xmlName("ExposeHeader"), .flattened)
  static let maxAgeSeconds = Member<Int32>("MaxAgeSeconds")
  static let shape = structure(
    "CORSRule", id, allowedHeaders, allowedMethods, allowedOrigins, exposeHeaders, maxAgeSeconds)
}
