import Protocols

enum FunctionURLTraits {
  /// An alias; a version's number is none.
  static let qualifierPattern = Trait.pattern(#"((?!^\d+$)^[0-9a-zA-Z-_]+$)"#)
}

/// Which browsers' pages may call a function URL.
enum Cors: StructureShape {
  static let allowCredentials = Member<Bool>("AllowCredentials")
  static let allowHeaders = Member<[String]>(
    "AllowHeaders", .length(0...100), .each([.length(0...1024), .pattern(#".*"#)]))
  static let allowMethods = Member<[String]>(
    "AllowMethods", .length(0...6), .each([.length(0...6), .pattern(#".*"#)]))
  static let allowOrigins = Member<[String]>(
    "AllowOrigins", .length(0...100), .each([.length(1...253), .pattern(#".*"#)]))
  static let exposeHeaders = Member<[String]>(
    "ExposeHeaders", .length(0...100), .each([.length(0...1024), .pattern(#".*"#)]))
  static let maxAge = Member<Int32>("MaxAge", .range(0...86400))
  static let shape = structure(
    "Cors", allowCredentials, allowHeaders, allowMethods, allowOrigins, exposeHeaders, maxAge)
}

/// What the API shows of a function URL; also what the store keeps.
enum FunctionURLConfig: StructureShape {
  static let functionURL = Member<String>("FunctionUrl")
  static let functionARN = Member<String>("FunctionArn")
  static let creationTime = Member<String>("CreationTime")
  static let lastModifiedTime = Member<String>("LastModifiedTime")
  static let cors = Member<Values<Cors>>("Cors")
  static let authType = Member<String>("AuthType")
  static let invokeMode = Member<String>("InvokeMode")
  static let shape = structure(
    "FunctionUrlConfig", functionURL, functionARN, creationTime, lastModifiedTime, cors, authType, invokeMode)
}
