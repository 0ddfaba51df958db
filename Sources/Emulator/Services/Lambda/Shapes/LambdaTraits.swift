import Protocols

/// The constraints that many operations of Lambda share
/// (https://docs.aws.amazon.com/lambda/latest/api/API_Types.html).
enum LambdaTraits {
  /// Of operations that take any version or alias of a function.
  static let anyFunctionLength = Trait.length(1...256)
  static let anyFunctionPattern = Trait.pattern(
    #"(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?"#
  )
  /// Of operations that write the function itself.
  static let functionLength = Trait.length(1...140)
  static let functionPattern = Trait.pattern(
    #"(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?"#
  )
  static let qualifierPattern = Trait.pattern(#"\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+"#)
  static let resourcePattern = Trait.pattern(
    #"arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:(function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+)"#
  )
  static let arnPattern = Trait.pattern(
    #"arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:([a-z]{2}(-gov)?-[a-z]+-\d{1})?:(\d{12})?:(.*)"#)
  static let keyPattern = Trait.pattern(#"(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()"#)
  static let rolePattern = Trait.pattern(#"arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+"#)
  static let handlerPattern = Trait.pattern(#"[^\s]+"#)
  static let layers = Trait.each([
    .length(1...140),
    .pattern(#"arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+"#),
  ])
  static let runtimes = Trait.values([
    "nodejs", "nodejs4.3", "nodejs6.10", "nodejs8.10", "nodejs10.x", "nodejs12.x", "nodejs14.x", "nodejs16.x", "java8",
    "java8.al2", "java11", "python2.7", "python3.6", "python3.7", "python3.8", "python3.9", "dotnetcore1.0",
    "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1", "dotnet6", "dotnet8", "nodejs4.3-edge", "go1.x", "ruby2.5",
    "ruby2.7", "provided", "provided.al2", "nodejs18.x", "python3.10", "java17", "ruby3.2", "ruby3.3", "ruby3.4",
    "python3.11", "nodejs20.x", "provided.al2023", "python3.12", "java21", "python3.13", "nodejs22.x", "nodejs24.x",
    "python3.14", "java25", "dotnet10", "ruby4.0",
  ])
  static let architectures = Trait.each([.values(["x86_64", "arm64"])])
}
