use crate::{Arguments, Problem, protocol::Hearing};
use whisper_rs::{
    FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperState,
};

/// Shorter sound is not looked at by whisper.cpp, so it is followed by silence.
const SHORTEST: usize = 16_000 + 1_600;

/// A model that is loaded.
pub struct Model {
    state: WhisperState,
    language: Option<String>,
}

impl Model {
    /// Loads a model. Some files that are none end the process instead of this function.
    ///
    /// # Errors
    /// [`Problem::Model`] when it is absent or cannot be read.
    pub fn load(arguments: &Arguments) -> Result<Self, Problem> {
        // What whisper.cpp tells goes nowhere: it may quote what is heard.
        whisper_rs::install_logging_hooks();
        let parameters = WhisperContextParameters::default();
        let context = WhisperContext::new_with_params(&arguments.model, parameters)
            .map_err(|_| Problem::Model)?;
        Ok(Self {
            state: context.create_state().map_err(|_| Problem::Model)?,
            language: arguments.language.clone(),
        })
    }

    /// How sure the model was of the words, from 0 to 1; none without words.
    fn confidence(&self) -> Option<f32> {
        let (mut sum, mut count) = (0.0, 0.0);
        for segment in self.state.as_iter() {
            for number in 0..segment.n_tokens() {
                if let Some(token) = segment.get_token(number) {
                    sum += token.token_probability();
                    count += 1.0;
                }
            }
        }
        (count > 0.0).then(|| sum / count)
    }
}

impl Hearing for Model {
    fn hear(&mut self, samples: &[i16]) -> Option<(String, Option<f32>)> {
        let mut params = FullParams::new(SamplingStrategy::Greedy { best_of: 5 });
        params.set_language(self.language.as_deref().or(Some("auto")));
        // What was said before would be repeated where somebody mumbles.
        params.set_no_context(true);
        params.set_print_special(false);
        params.set_print_progress(false);
        params.set_print_realtime(false);
        params.set_print_timestamps(false);
        let mut sound: Vec<f32> = samples.iter().map(|it| f32::from(*it) / 32_768.0).collect();
        sound.resize(sound.len().max(SHORTEST), 0.0);
        self.state.full(params, &sound).ok()?;
        let text: Option<String> = self
            .state
            .as_iter()
            .map(|segment| segment.to_str_lossy().ok().map(|it| it.into_owned()))
            .collect();
        Some((text?, self.confidence()))
    }
}
