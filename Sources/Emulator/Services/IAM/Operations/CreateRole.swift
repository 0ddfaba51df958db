import Protocols
import Runtime

/// Makes a role that the principals of its trust policy may assume.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
enum CreateRole: AWSOperation {
  enum Input: StructureShape {
    static let path = Member<String>("Path", .length(1...512), IAMTraits.pathPattern)
    static let roleName = Required<String>("RoleName", .length(1...64), IAMTraits.namePattern)
    static let assumeRolePolicyDocument = Required<String>(
      "AssumeRolePolicyDocument", .length(1...131072), IAMTraits.documentPattern)
    static let description = Member<String>("Description", .length(0...1000), IAMTraits.descriptionPattern)
    static let maxSessionDuration = Member<Int32>("MaxSessionDuration", .range(3600...43200))
    static let permissionsBoundary = Member<String>("PermissionsBoundary", .length(20...2048), .notEmulated)
    static let tags = Member<[Values<Tag>]>("Tags", .length(0...50))
    static let shape = structure(
      "CreateRoleRequest", path, roleName, assumeRolePolicyDocument, description, maxSessionDuration,
      permissionsBoundary, tags)
  }
  enum Output: StructureShape {
    static let role = Required<Values<Role>>("Role")
    static let shape = structure("CreateRoleResponse", role)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: IAMService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.roleName]
    let trust = input[Input.assumeRolePolicyDocument]
    try PolicyDocument.check(trust, .trust)
    if PolicyDocument.size(trust) > RoleLimits.trustPolicy {
      throw AWSError.limitExceeded("Cannot exceed quota for ACLSizePerRole: \(RoleLimits.trustPolicy)")
    }
    if try service.store.role(request.account, name) != nil {
      throw AWSError.alreadyExists("Role with name \(name) already exists.")
    }
    let role = RoleRecord(
      account: request.account, name: name, path: input[Input.path] ?? "/",
      id: IssuedCredentials.uniqueID("AROA", &service.ids), created: Int(request.now.milliseconds), trustPolicy: trust,
      description: input[Input.description], maxSession: Int(input[Input.maxSessionDuration] ?? 3600))
    try service.store.put(role)
    try EntityTags.add(input[Input.tags] ?? [], role.account, role.owner, service.store)
    let tags = try service.store.tags(role.account, role.owner)
    return .now(
      .with {
        $0[Output.role] = Role.of(role, tags: tags)
        // Only GetRole tells when it was used.
        $0[Output.role].structure[named: "RoleLastUsed"] = .absent
      })
  }
}
