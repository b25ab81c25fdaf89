package dev.toolflow.benchmarks.server;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a chat model says to a request that names a job, {@code job-<number>-<step>}: the next step's record of that number, and
 * the next job's name in it, so that a step can only come from the one before. As arguments of the tool where the request has
 * one, as content where it has none.
 */
final class ChatReply {
    private static final Pattern JOB = Pattern.compile("job-(\\d+)-(\\d)");
    private static final Pattern NAME = Pattern.compile("\"name\"\\s*:\\s*\"([A-Za-z0-9_-]+)\"");
    private static final String[] RECORDS = {
        "{'job':'job-%1$d-1','name':'Leaf %1$d','audience':'People who drink tea at work and want it to taste of something',"
                + "'year':%2$d,'strengths':['calm','plain','made to last','batch %1$d']}",
        "{'job':'job-%1$d-2','mood':'Quiet and warm, %1$d','colours':[{'name':'leaf','hex':'#2E5339','share':0.5},"
                + "{'name':'paper','hex':'#F4EDE1','share':0.25},{'name':'copper','hex':'#B5651D','share':0.125},"
                + "{'name':'night','hex':'#1B1B2F','share':0.125}]}",
        "{'job':'job-%1$d-3','headline':'Tea number %1$d, \\'as it was meant\\'','body':'Leaves that were picked by hand, dried in"
                + " the shade and packed where they grew. A tin keeps them for two years; a minute and a half in water that"
                + " has just stopped boiling is all they ask for.','hashtags':['#tea','#leaf%1$d','#slow'],'ready':true}"
    };
    private static final String BEFORE =
            "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1795000000,"
                    + "\"model\":\"gpt-4.1-mini-2025-04-14\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",";
    private static final String AFTER =
            "\"usage\":{\"prompt_tokens\":182,\"completion_tokens\":64,\"total_tokens\":246,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},\"completion_tokens_details\":{"
                    + "\"reasoning_tokens\":0,\"audio_tokens\":0,\"accepted_prediction_tokens\":0,"
                    + "\"rejected_prediction_tokens\":0}},\"service_tier\":\"default\",\"system_fingerprint\":\"fp_bench\"}";

    private ChatReply() {}

    /** The whole body of the reply, in ASCII. */
    static String to(byte[] body) {
        String request = new String(body, StandardCharsets.ISO_8859_1);
        String json = record(request).replace("\\", "\\\\").replace("\"", "\\\"");
        int tools = request.indexOf("\"tools\"");
        if (tools < 0) {
            return BEFORE + "\"content\":\"" + json
                    + "\",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"stop\"}]," + AFTER;
        }
        Matcher tool = NAME.matcher(request);
        if (!tool.find(tools)) {
            throw new IllegalArgumentException("the request has tools and none has a name");
        }
        return BEFORE
                + "\"content\":null,\"tool_calls\":[{\"id\":\"call_bench\",\"type\":\"function\",\"function\":{\"name\":\""
                + tool.group(1) + "\",\"arguments\":\"" + json
                + "\"}}],\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"tool_calls\"}],"
                + AFTER;
    }

    private static String record(String request) {
        long number = -1;
        int step = -1;
        Matcher job = JOB.matcher(request);
        while (job.find()) {
            step = Math.max(step, Integer.parseInt(job.group(2)));
            number = Long.parseLong(job.group(1));
        }
        if (step < 0 || step >= RECORDS.length) {
            throw new IllegalArgumentException("the request names no job that can be done");
        }
        return String.format(RECORDS[step].replace('\'', '"'), number, 1900 + number % 100);
    }
}
