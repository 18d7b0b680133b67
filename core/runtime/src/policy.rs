//! Authorisation: Cedar policies, validated strictly against their schema when the program starts.

use cedar_policy::{
    Authorizer, Context, Decision as CedarDecision, Entities, Entity, EntityId, EntityTypeName,
    EntityUid, PolicyId, PolicySet, Request, RestrictedExpression, Schema, ValidationMode,
    Validator,
};
use praxis_domain::access::model::Role;
use praxis_features::Policy;
use std::{
    collections::{HashMap, HashSet},
    str::FromStr,
    sync::{PoisonError, RwLock},
};

const SCHEMA: &str = include_str!("../policy/praxis.cedarschema");
const POLICIES: &str = include_str!("../policy/praxis.cedar");

/// What the policies say of one action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// Whether it may be done at all.
    pub allowed: bool,
    /// Whether restricted patients are within reach; lists are narrowed by this in SQL.
    pub sees_restricted: bool,
}

/// The policies, ready to decide.
pub struct CedarPolicy {
    authorizer: Authorizer,
    policies: PolicySet,
    schema: Schema,
    actions: Vec<String>,
    types: Types,
    /// What was decided before. The policies speak of roles within one clinic, so that neither the
    /// person nor the clinic matters.
    decided: RwLock<HashMap<(Vec<Role>, String), Decision>>,
}

struct Types {
    clinic: EntityTypeName,
    user: EntityTypeName,
    record: EntityTypeName,
    action: EntityTypeName,
}

impl CedarPolicy {
    /// Parses and validates; an invalid policy or schema is an error, never a weaker rule.
    pub fn new() -> anyhow::Result<Self> {
        let (schema, warnings) = Schema::from_cedarschema_str(SCHEMA)?;
        if let Some(warning) = warnings.into_iter().next() {
            anyhow::bail!("schema: {warning}");
        }
        let mut policies = PolicySet::new();
        for policy in PolicySet::from_str(POLICIES)?.policies() {
            let id = policy
                .annotation("id")
                .ok_or_else(|| anyhow::anyhow!("a policy has no @id"))?
                .to_owned();
            policies.add(policy.new_id(PolicyId::new(id)))?;
        }
        let verdict = Validator::new(schema.clone()).validate(&policies, ValidationMode::Strict);
        if let Some(error) = verdict.validation_errors().next() {
            anyhow::bail!("policy: {error}");
        }
        let mut actions: Vec<String> = schema
            .actions()
            .map(|uid| uid.id().unescaped().to_owned())
            .collect();
        actions.sort_unstable();
        Ok(Self {
            authorizer: Authorizer::new(),
            policies,
            schema,
            actions,
            decided: RwLock::default(),
            types: Types {
                clinic: "Praxis::Clinic".parse()?,
                user: "Praxis::User".parse()?,
                record: "Praxis::Record".parse()?,
                action: "Praxis::Action".parse()?,
            },
        })
    }

    /// Every action that the schema knows, in order.
    pub fn actions(&self) -> &[String] {
        &self.actions
    }

    /// What anybody with these roles may do in their own clinic. An error of the evaluation is a
    /// denial.
    pub fn decide(&self, roles: &[Role], action: &str) -> Decision {
        let key = (roles.to_vec(), action.to_owned());
        let known = self.decided.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(decision) = known.get(&key) {
            return *decision;
        }
        drop(known);
        let may = |restricted| {
            self.evaluate(roles, action, restricted)
                .inspect_err(|error| tracing::error!(%error, "a policy could not be evaluated"))
                .unwrap_or(false)
        };
        let allowed = may(false);
        let decision = Decision {
            allowed,
            sees_restricted: allowed && may(true),
        };
        let mut known = self.decided.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(key, decision);
        decision
    }

    fn evaluate(&self, roles: &[Role], action: &str, restricted: bool) -> anyhow::Result<bool> {
        let uid = |name: &EntityTypeName, id: &str| {
            EntityUid::from_type_name_and_id(name.clone(), EntityId::new(id))
        };
        let clinic = uid(&self.types.clinic, "any");
        let user = uid(&self.types.user, "any");
        let record = uid(&self.types.record, "any");
        let of_clinic = || RestrictedExpression::new_entity_uid(clinic.clone());
        let parents = HashSet::from([clinic.clone()]);
        let words = roles
            .iter()
            .map(|role| RestrictedExpression::new_string(role.word().to_owned()));
        let entities = [
            Entity::new(clinic.clone(), HashMap::new(), HashSet::new())?,
            Entity::new(
                user.clone(),
                HashMap::from([
                    ("clinic".to_owned(), of_clinic()),
                    ("roles".to_owned(), RestrictedExpression::new_set(words)),
                ]),
                parents.clone(),
            )?,
            Entity::new(
                record.clone(),
                HashMap::from([
                    ("clinic".to_owned(), of_clinic()),
                    (
                        "restricted".to_owned(),
                        RestrictedExpression::new_bool(restricted),
                    ),
                ]),
                parents,
            )?,
        ];
        let request = Request::new(
            user,
            uid(&self.types.action, action),
            record,
            Context::empty(),
            Some(&self.schema),
        )?;
        let entities = Entities::from_entities(entities, None)?;
        let answer = self
            .authorizer
            .is_authorized(&request, &self.policies, &entities);
        if let Some(error) = answer.diagnostics().errors().next() {
            anyhow::bail!("{error}");
        }
        Ok(answer.decision() == CedarDecision::Allow)
    }
}

impl Policy for CedarPolicy {
    fn permissions(&self, roles: &[Role]) -> Vec<String> {
        self.actions
            .iter()
            .filter(|action| self.decide(roles, action).allowed)
            .cloned()
            .collect()
    }
}
